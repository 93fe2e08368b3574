/* A stand-in for the part of macOS's Security and CoreFoundation that is used, written from
   Apple's documentation and headers. Items belong to the program that added them; it counts what is
   not freed and the dialogs that a person would have seen. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

typedef int32_t OSStatus;
typedef uint32_t UInt32;
typedef unsigned char Boolean;

typedef struct {
  char service[600];
  char account[600];
  UInt32 size;
  char *secret;
  int program;
} Item;

enum { DUPLICATE = -25299, NOT_FOUND = -25300, NOT_ALLOWED = -25308, CANCELLED = -128 };
enum { MOST = 16 };

static Item kept[MOST];
static int given;
static int references;
static int dialogs;
static Boolean allowed = 1;

/* Set by tests. */
int program;
int locked;

int not_freed(void) { return given + references; }

int dialogs_shown(void) { return dialogs; }

static OSStatus ask(void) {
  if (!allowed) return NOT_ALLOWED;
  dialogs++;
  return CANCELLED;
}

static int is(const char *text, UInt32 size, const char *other) {
  return strlen(other) == size && !memcmp(text, other, size);
}

OSStatus SecKeychainSetUserInteractionAllowed(Boolean state) {
  allowed = state;
  return 0;
}

OSStatus SecKeychainFindGenericPassword(const void *keychains, UInt32 serviceSize,
    const char *service, UInt32 accountSize, const char *account, UInt32 *size, void **secret,
    Item **item) {
  for (int i = 0; i < MOST; i++) {
    Item *one = &kept[i];
    if (one->secret && is(service, serviceSize, one->service)
        && is(account, accountSize, one->account)) {
      if (secret) {
        if (locked || one->program != program) return ask();
        *size = one->size;
        *secret = memcpy(malloc(one->size + 1), one->secret, one->size);
        given++;
      }
      if (item) {
        *item = one;
        references++;
      }
      return 0;
    }
  }
  return NOT_FOUND;
}

OSStatus SecKeychainAddGenericPassword(void *keychain, UInt32 serviceSize, const char *service,
    UInt32 accountSize, const char *account, UInt32 size, const void *secret, Item **item) {
  if (locked) return ask();
  Item *place = NULL;
  for (int i = 0; i < MOST; i++) {
    Item *one = &kept[i];
    if (!one->secret) {
      place = one;
    } else if (is(service, serviceSize, one->service) && is(account, accountSize, one->account)) {
      return DUPLICATE;
    }
  }
  memset(place, 0, sizeof *place);
  memcpy(place->service, service, serviceSize);
  memcpy(place->account, account, accountSize);
  place->size = size;
  place->secret = memcpy(malloc(size + 1), secret, size);
  place->program = program;
  return 0;
}

OSStatus SecKeychainItemDelete(Item *item) {
  if (locked) return ask();
  item->secret = NULL;
  return 0;
}

OSStatus SecKeychainItemFreeContent(void *attributes, void *data) {
  given--;
  free(data);
  return 0;
}

void CFRelease(const void *reference) { references--; }
