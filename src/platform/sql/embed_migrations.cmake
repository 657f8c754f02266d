# coffer_migrations(<variable> <owner>) — embeds migrations/*.sql of the current folder: writes a source
# file that defines `const sql::Migrations& coffer::<owner>::migrations()` and puts its name into the
# variable. Files are named NNNN_what.sql, from 0001 without gaps.

function(coffer_migrations variable owner)
  file(GLOB files CONFIGURE_DEPENDS "${CMAKE_CURRENT_SOURCE_DIR}/migrations/*.sql")
  list(SORT files)
  set(steps "")
  set(expected 0)
  foreach(file IN LISTS files)
    math(EXPR expected "${expected} + 1")
    get_filename_component(name "${file}" NAME_WE)
    if(NOT name MATCHES "^([0-9][0-9][0-9][0-9])_[a-z0-9_]+$")
      message(FATAL_ERROR "migrations: ${file} is not named NNNN_what.sql")
    endif()
    string(REGEX REPLACE "^0+" "" number "${CMAKE_MATCH_1}")
    if(NOT number EQUAL expected)
      message(FATAL_ERROR "migrations: ${file} should be number ${expected}")
    endif()
    file(READ "${file}" text)
    string(APPEND steps "      {${number}, \"${name}\", R\"migration(${text})migration\"},\n")
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${file}")
  endforeach()
  set(out "${CMAKE_CURRENT_BINARY_DIR}/${owner}_migrations.cc")
  file(CONFIGURE OUTPUT "${out}" @ONLY CONTENT [[
#include "platform/sql/migrations.h"

namespace coffer::@owner@ {

const sql::Migrations& migrations();

const sql::Migrations& migrations() {
  static const sql::Migrations kMigrations{"@owner@", {
@steps@  }};
  return kMigrations;
}

}  // namespace coffer::@owner@
]])
  set(${variable} "${out}" PARENT_SCOPE)
endfunction()
