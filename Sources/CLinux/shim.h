// The Linux calls that the Glibc module lacks; one reason per line.
#ifndef POSTERN_CLINUX_SHIM_H
#define POSTERN_CLINUX_SHIM_H

#include <sys/epoll.h>    // the loop's set of descriptors
#include <sys/eventfd.h>  // waking a loop from another thread
#include <sys/timerfd.h>  // the nearest deadline as a descriptor of the set
#include <sys/socket.h>   // the types in the declaration below

// <sys/socket.h> declares it only under _GNU_SOURCE, which importing a module does not set.
int accept4(int socket, struct sockaddr *address, socklen_t *length, int flags);

#endif
