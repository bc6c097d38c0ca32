/* The bytes of data/, and the table that resource.c reads. The list of names is $(resource_files) in
 * Makefile.am; make writes it to resources.inc as RESOURCE("NAME") lines. The assembler's -I finds data/. */
#define RESOURCE(name) \
  .section .rodata; 1: .asciz name; 2: .incbin name; 3: \
  .section .data.rel.ro, "aw"; .dc.a 1b, 2b, 3b - 2b

  .section .data.rel.ro, "aw"
  .balign 8
  .global toban_resources
toban_resources:
#include "resources.inc"
  .section .data.rel.ro, "aw"
  .dc.a 0, 0, 0
  .section .note.GNU-stack, "", %progbits
