#include "apps/tool/tool.h"

int main(int argc, char** argv) { return coffer::tool::run_tool(argc - 1, argv + 1, coffer::tool::process_streams()); }
