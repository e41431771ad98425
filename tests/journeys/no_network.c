/* Loaded before the C library: writes every socket beyond AF_UNIX to $NO_NETWORK_LOG and refuses
   it, whoever asks for it: Python, Qt or any library.

   gcc -shared -fPIC -o no_network.so no_network.c -ldl */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

int socket(int domain, int type, int protocol) {
    if (domain != AF_UNIX) {
        char line[80];
        int file = open(getenv("NO_NETWORK_LOG"), O_WRONLY | O_CREAT | O_APPEND, 0600);
        snprintf(line, sizeof line, "socket(%d, %d, %d)\n", domain, type, protocol);
        if (file >= 0) { (void)!write(file, line, strlen(line)); close(file); }
        errno = EACCES;
        return -1;
    }
    return ((__typeof__(&socket))dlsym(RTLD_NEXT, "socket"))(domain, type, protocol);
}
