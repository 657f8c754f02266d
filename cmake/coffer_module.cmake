# coffer_module(NAME <layer-qualified name> LAYER <layer> [DEPS <modules>…] [LINK <libraries>…]
#               [SOURCES <files>…] [TESTS <files>…] [TEST_DEPS <modules>…] [TEST_LINK <libraries>…])
#
# Declares one folder of src/ (or of the generated contract) as a library, its tests as one program,
# and holds every edge against the table of layers in docs/architecture.md. A forbidden edge stops
# the configure step. A module sees the include roots of what it declares and of what those export.

set(COFFER_LAYERS base domain platform api services apps)
set(COFFER_MAY_USE_base "")
set(COFFER_MAY_USE_domain base domain)
set(COFFER_MAY_USE_platform base platform)
set(COFFER_MAY_USE_api base platform api)
set(COFFER_MAY_USE_services base domain platform api)
set(COFFER_MAY_USE_apps base domain platform api services apps)

# Custody: private keys are handled by the signer and the offline part of the program alone, and the
# signer calls nobody.
set(COFFER_KEYS_USERS services/signer apps/tool apps/coffer)
set(COFFER_SIGNER_APIS api/signer api/options)

set_property(GLOBAL PROPERTY COFFER_EDGES "")
set_property(GLOBAL PROPERTY COFFER_MODULES "")

function(coffer_target_name out name)
  string(REPLACE "/" "_" flat "${name}")
  set(${out} "coffer_${flat}" PARENT_SCOPE)
endfunction()

function(coffer_check_edge name layer dep)
  string(REGEX REPLACE "/.*" "" dep_layer "${dep}")
  if(NOT dep_layer IN_LIST COFFER_MAY_USE_${layer})
    message(FATAL_ERROR "layering: ${name} (${layer}) may not use ${dep} (${dep_layer})")
  endif()
  if(dep STREQUAL "domain/keys" AND NOT name IN_LIST COFFER_KEYS_USERS)
    message(FATAL_ERROR "custody: ${name} may not link domain/keys")
  endif()
  if(name STREQUAL "services/signer" AND dep_layer STREQUAL "api" AND NOT dep IN_LIST COFFER_SIGNER_APIS)
    message(FATAL_ERROR "custody: the signer may not link ${dep}")
  endif()
endfunction()

# The include root of one module: a folder that holds a link to the module's folder and nothing else.
function(coffer_include_root out name)
  set(root "${CMAKE_BINARY_DIR}/roots/${name}")
  get_filename_component(parent "${root}/${name}" DIRECTORY)
  file(MAKE_DIRECTORY "${parent}")
  file(CREATE_LINK "${CMAKE_CURRENT_SOURCE_DIR}" "${root}/${name}" SYMBOLIC)
  set(${out} "${root}" PARENT_SCOPE)
endfunction()

function(coffer_module)
  cmake_parse_arguments(M "" "NAME;LAYER" "DEPS;LINK;SOURCES;TESTS;TEST_DEPS;TEST_LINK" ${ARGN})
  coffer_target_name(target "${M_NAME}")
  foreach(dep IN LISTS M_DEPS)
    coffer_check_edge("${M_NAME}" "${M_LAYER}" "${dep}")
    set_property(GLOBAL APPEND PROPERTY COFFER_EDGES "${M_NAME} ${dep}")
  endforeach()
  set_property(GLOBAL APPEND PROPERTY COFFER_MODULES "${M_NAME}")

  coffer_include_root(root "${M_NAME}")
  set(dep_targets "")
  foreach(dep IN LISTS M_DEPS)
    coffer_target_name(dep_target "${dep}")
    list(APPEND dep_targets "${dep_target}")
  endforeach()
  if(M_SOURCES)
    add_library(${target} STATIC ${M_SOURCES})
    set(scope PUBLIC)
  else()
    add_library(${target} INTERFACE)
    set(scope INTERFACE)
  endif()
  target_include_directories(${target} ${scope} "${root}")
  target_link_libraries(${target} ${scope} ${dep_targets} ${M_LINK})
  if(scope STREQUAL "PUBLIC")
    target_link_libraries(${target} PRIVATE coffer_warnings)
  endif()

  if(M_TESTS AND COFFER_TESTS)
    set(test_targets "")
    foreach(dep IN LISTS M_TEST_DEPS)
      coffer_target_name(dep_target "${dep}")
      list(APPEND test_targets "${dep_target}")
    endforeach()
    add_executable(${target}_test ${M_TESTS})
    target_link_libraries(${target}_test PRIVATE ${target} ${test_targets} ${M_TEST_LINK} coffer_warnings
                                                 GTest::gmock GTest::gtest_main)
    add_test(NAME "${M_NAME}" COMMAND ${target}_test --gtest_brief=1)
    # ctest -L, and a target that builds the tests of one layer.
    if(NOT TARGET tests_of_${M_LAYER})
      add_custom_target(tests_of_${M_LAYER})
    endif()
    add_dependencies(tests_of_${M_LAYER} ${target}_test)
    set_tests_properties("${M_NAME}" PROPERTIES TIMEOUT 300 LABELS "${M_LAYER}"
      ENVIRONMENT "COFFER_VECTORS=${COFFER_VECTORS};COFFER_BUILD=${CMAKE_BINARY_DIR};COFFER_ROOT=${CMAKE_SOURCE_DIR}")
  endif()
endfunction()

# coffer_fuzzer(NAME <name> SOURCE <file> DEPS <modules>…) — a libFuzzer program, in the fuzz preset only; the target
# `fuzzers` builds them all. It begins with the files of tests/fuzz/<name>.
function(coffer_fuzzer)
  cmake_parse_arguments(F "" "NAME;SOURCE" "DEPS" ${ARGN})
  if(NOT COFFER_FUZZ)
    return()
  endif()
  if(NOT TARGET fuzzers)
    add_custom_target(fuzzers)
  endif()
  add_executable(fuzz_${F_NAME} ${F_SOURCE})
  add_dependencies(fuzzers fuzz_${F_NAME})
  foreach(dep IN LISTS F_DEPS)
    coffer_target_name(dep_target "${dep}")
    target_link_libraries(fuzz_${F_NAME} PRIVATE ${dep_target})
  endforeach()
  target_link_libraries(fuzz_${F_NAME} PRIVATE coffer_warnings)
  target_link_options(fuzz_${F_NAME} PRIVATE -fsanitize=fuzzer)
endfunction()
