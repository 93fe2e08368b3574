/* A stand-in for the part of advapi32 that wincred.h declares, written from Microsoft's
   documentation. It refuses what the documentation does not allow, and counts what is not freed. */
#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

typedef uint32_t DWORD;
typedef int32_t BOOL;
typedef uint16_t WCHAR;

typedef struct {
  DWORD dwLowDateTime;
  DWORD dwHighDateTime;
} FILETIME;

typedef struct {
  DWORD Flags;
  DWORD Type;
  WCHAR *TargetName;
  WCHAR *Comment;
  FILETIME LastWritten;
  DWORD CredentialBlobSize;
  uint8_t *CredentialBlob;
  DWORD Persist;
  DWORD AttributeCount;
  void *Attributes;
  WCHAR *TargetAlias;
  WCHAR *UserName;
} CREDENTIALW;

enum { ERROR_INVALID_PARAMETER = 87, ERROR_NOT_FOUND = 1168, ERROR_NO_SUCH_LOGON_SESSION = 1312 };
enum { MOST = 16 };

static CREDENTIALW kept[MOST];
static int given;

/* Set by tests. */
int refusing;
int hanging;
int damaging;

int not_freed(void) { return given; }

static BOOL fail(DWORD reason) {
  errno = reason;
  return 0;
}

static size_t length(const WCHAR *text) {
  size_t n = 0;
  while (text[n]) n++;
  return n;
}

static WCHAR *copy(const WCHAR *text) {
  size_t bytes = (length(text) + 1) * sizeof(WCHAR);
  return memcpy(malloc(bytes), text, bytes);
}

static CREDENTIALW *find(const WCHAR *target) {
  for (int i = 0; i < MOST; i++) {
    WCHAR *name = kept[i].TargetName;
    if (name && length(name) == length(target)
        && !memcmp(name, target, length(target) * sizeof(WCHAR))) {
      return &kept[i];
    }
  }
  return NULL;
}

static DWORD refusal(const WCHAR *target, DWORD type, DWORD flags) {
  while (hanging) usleep(1000);
  if (!target || !target[0] || type != 1 || flags) return ERROR_INVALID_PARAMETER;
  return refusing ? ERROR_NO_SUCH_LOGON_SESSION : 0;
}

BOOL CredWriteW(CREDENTIALW *c, DWORD flags) {
  DWORD reason = refusal(c->TargetName, c->Type, flags);
  if (reason) return fail(reason);
  if (c->Flags || c->Persist < 1 || c->Persist > 3 || c->CredentialBlobSize > 5 * 512
      || c->AttributeCount || c->Attributes || c->TargetAlias || !c->UserName || length(c->UserName) > 513) {
    return fail(ERROR_INVALID_PARAMETER);
  }
  CREDENTIALW *place = find(c->TargetName);
  for (int i = 0; i < MOST && !place; i++) {
    if (!kept[i].TargetName) place = &kept[i];
  }
  *place = *c;
  place->TargetName = copy(c->TargetName);
  place->UserName = copy(c->UserName);
  place->LastWritten = (FILETIME){0xD53E8000, 0x019DB1DE};
  place->CredentialBlob = malloc(c->CredentialBlobSize + 1);
  memcpy(place->CredentialBlob, c->CredentialBlob, c->CredentialBlobSize);
  if (damaging) place->CredentialBlob[0] ^= 1;
  return 1;
}

BOOL CredReadW(const WCHAR *target, DWORD type, DWORD flags, CREDENTIALW **credential) {
  DWORD reason = refusal(target, type, flags);
  if (reason) return fail(reason);
  CREDENTIALW *found = find(target);
  if (!found) return fail(ERROR_NOT_FOUND);
  /* One block for all, as the real one does. */
  *credential = malloc(sizeof **credential + found->CredentialBlobSize);
  **credential = *found;
  (*credential)->CredentialBlob =
      memcpy(*credential + 1, found->CredentialBlob, found->CredentialBlobSize);
  given++;
  return 1;
}

BOOL CredDeleteW(const WCHAR *target, DWORD type, DWORD flags) {
  DWORD reason = refusal(target, type, flags);
  if (reason) return fail(reason);
  CREDENTIALW *found = find(target);
  if (!found) return fail(ERROR_NOT_FOUND);
  memset(found, 0, sizeof *found);
  return 1;
}

void CredFree(void *buffer) {
  given--;
  free(buffer);
}
