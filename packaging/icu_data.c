/* An empty table of ICU data, as ICU's own stubdata: libicudata.so.NN with nothing in it.

   PySide6 for Linux brings 31 MB of sort orders and code pages of all languages, which Qt asks
   only for QCollator and old encodings. Nothing here does: texts are sorted and decoded by Python
   and SQLite. build.spec compiles this with -DENTRY=icudtNN_dat. */
#include <stdint.h>

const struct {
  uint16_t header_size;
  uint8_t magic[2];
  uint16_t info_size, reserved_word;
  uint8_t is_big_endian, charset_family, size_of_uchar, reserved_byte;
  uint8_t data_format[4], format_version[4], data_version[4], padding[8];
  uint32_t count, reserved, name_and_data[4];
} ENTRY = {32, {0xda, 0x27}, 20, 0, 0, 0, 2, 0, "ToCP", {1, 0, 0, 0}, {0}, {0}, 0, 0, {0}};
