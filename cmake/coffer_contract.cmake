# What is made of .proto files: those of api/, what goes between processes, and contracts of tests.

# coffer_messages(<target> <root> <proto> <out>) — a library of protobuf's classes. Their headers are
# system headers: generated code is not held to our warnings.
function(coffer_messages target root stem out)
  add_custom_command(
    OUTPUT "${out}/${stem}.pb.cc" "${out}/${stem}.pb.h"
    COMMAND ${CMAKE_COMMAND} -E make_directory "${out}"
    COMMAND ${PROTOC} "--proto_path=${root}" "--proto_path=${CMAKE_SOURCE_DIR}/api" "--cpp_out=${out}" "${stem}.proto"
    DEPENDS "${root}/${stem}.proto" "${CMAKE_SOURCE_DIR}/api/coffer/options/v1/options.proto"
    VERBATIM)
  add_library(${target} STATIC "${out}/${stem}.pb.cc")
  target_include_directories(${target} SYSTEM PUBLIC "${out}")
  target_link_libraries(${target} PUBLIC protobuf)
endfunction()

# coffer_generated(<out variable> <root> <stem> <out>) — the files that our plugin makes of a proto.
function(coffer_generated result root stem out)
  set(endings .coffer.h .json.h .json.cc .rules.cc .rpc.h .rpc.cc)
  list(TRANSFORM endings PREPEND "${out}/${stem}" OUTPUT_VARIABLE files)
  add_custom_command(
    OUTPUT ${files}
    COMMAND ${CMAKE_COMMAND} -E make_directory "${out}"
    COMMAND ${PROTOC} "--proto_path=${root}" "--proto_path=${CMAKE_SOURCE_DIR}/api"
            "--plugin=protoc-gen-coffer=$<TARGET_FILE:protoc-gen-coffer>" "--coffer_out=${out}" "${stem}.proto"
    DEPENDS "${root}/${stem}.proto" "${CMAKE_SOURCE_DIR}/api/coffer/options/v1/options.proto" protoc-gen-coffer
    VERBATIM)
  set(${result} ${files} PARENT_SCOPE)
endfunction()
