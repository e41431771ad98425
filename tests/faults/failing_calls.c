/* Loaded before the C library: counts the calls that change files below one folder, and lets the
   N-th fail with an errno, or ends the process there as a pulled plug does: a write is torn.

   gcc -shared -fPIC -o failing_calls.so failing_calls.c -ldl */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

static long left_ = -1, seen_ = 0;
static int error_ = 0, sticky_ = 0, hit_ = 0;
static char folder_[PATH_MAX];

/* error 0 ends the process; sticky lets every later call fail too, as a full disk does. */
void fault_arm(long at, int error, int sticky, const char *folder) {
    left_ = at; error_ = error; sticky_ = sticky; seen_ = 0; hit_ = 0;
    strncpy(folder_, folder, PATH_MAX - 1);
}
void fault_disarm(void) { folder_[0] = 0; }
long fault_seen(void) { return seen_; }
int fault_hit(void) { return hit_; }

static int below(const char *path) {
    return folder_[0] && path && strncmp(path, folder_, strlen(folder_)) == 0;
}
static int below_fd(int fd) {
    char link[64], path[PATH_MAX];
    if (!folder_[0]) return 0;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t n = readlink(link, path, sizeof path - 1);
    if (n <= 0) return 0;
    path[n] = 0;
    return below(path);
}
/* 0: go on; 1: fail now. Ending the process is left to the caller through `die`. */
static int due(void) {
    seen_++;
    if (hit_ && sticky_) return 1;
    if (seen_ != left_) return 0;
    hit_ = 1;
    return 1;
}
static void die(void) { kill(getpid(), SIGKILL); pause(); }
#define FAIL(value) do { if (!error_) die(); errno = error_; return value; } while (0)
#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

ssize_t write(int fd, const void *data, size_t size) {
    if (below_fd(fd) && due()) {
        if (!error_) REAL(write)(fd, data, size / 2);
        FAIL(-1);
    }
    return REAL(write)(fd, data, size);
}
ssize_t pwrite(int fd, const void *data, size_t size, off_t at) {
    if (below_fd(fd) && due()) {
        if (!error_) REAL(pwrite)(fd, data, size / 2, at);
        FAIL(-1);
    }
    return REAL(pwrite)(fd, data, size, at);
}
ssize_t pwrite64(int fd, const void *data, size_t size, off64_t at) {
    if (below_fd(fd) && due()) {
        if (!error_) REAL(pwrite64)(fd, data, size / 2, at);
        FAIL(-1);
    }
    return REAL(pwrite64)(fd, data, size, at);
}
ssize_t sendfile(int out, int in, off_t *at, size_t size) {
    if (below_fd(out) && due()) FAIL(-1);
    return REAL(sendfile)(out, in, at, size);
}
ssize_t sendfile64(int out, int in, off64_t *at, size_t size) {
    if (below_fd(out) && due()) FAIL(-1);
    return REAL(sendfile64)(out, in, at, size);
}
int ftruncate(int fd, off_t size) {
    if (below_fd(fd) && due()) FAIL(-1);
    return REAL(ftruncate)(fd, size);
}
int ftruncate64(int fd, off64_t size) {
    if (below_fd(fd) && due()) FAIL(-1);
    return REAL(ftruncate64)(fd, size);
}
int fsync(int fd) {
    if (below_fd(fd) && due()) FAIL(-1);
    return REAL(fsync)(fd);
}
int fdatasync(int fd) {
    if (below_fd(fd) && due()) FAIL(-1);
    return REAL(fdatasync)(fd);
}
int rename(const char *from, const char *to) {
    if (below(to) && due()) FAIL(-1);
    return REAL(rename)(from, to);
}
int mkdir(const char *path, mode_t mode) {
    if (below(path) && due()) FAIL(-1);
    return REAL(mkdir)(path, mode);
}
static int opened(const char *name, const char *path, int flags, mode_t mode) {
    int (*real)(const char *, int, ...) = (int (*)(const char *, int, ...))dlsym(RTLD_NEXT, name);
    if ((flags & O_CREAT) && below(path) && due()) FAIL(-1);
    return real(path, flags, mode);
}
#define MODE mode_t mode = 0; if (flags & O_CREAT) { va_list v; va_start(v, flags); mode = va_arg(v, mode_t); va_end(v); }
int open(const char *path, int flags, ...) { MODE return opened("open", path, flags, mode); }
int open64(const char *path, int flags, ...) { MODE return opened("open64", path, flags, mode); }
