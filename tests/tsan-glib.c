/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * For the thread sanitizer, which does not see how GLib's own locks order things: GLib
 * is not built with it.  These take the places of GLib's functions in a test, call them,
 * and tell it.  Nothing is suppressed: what no lock orders is still reported. */

#include <dlfcn.h>

#include <glib.h>
#include <sanitizer/tsan_interface.h>

static void (*lock) (GMutex *);
static gboolean (*trylock) (GMutex *);
static void (*unlock) (GMutex *);
static void (*wait_for) (GCond *, GMutex *);
static gboolean (*wait_until) (GCond *, GMutex *, gint64);

/* Libraries lock before main () begins, so everyone asks. */
static void
find (void)
{
  if (wait_until)
    return;
  *(void **) &lock = dlsym (RTLD_NEXT, "g_mutex_lock");
  *(void **) &trylock = dlsym (RTLD_NEXT, "g_mutex_trylock");
  *(void **) &unlock = dlsym (RTLD_NEXT, "g_mutex_unlock");
  *(void **) &wait_for = dlsym (RTLD_NEXT, "g_cond_wait");
  *(void **) &wait_until = dlsym (RTLD_NEXT, "g_cond_wait_until");
}

void (g_mutex_lock) (GMutex *mutex)
{
  find ();
  lock (mutex);
  __tsan_acquire (mutex);
}

gboolean (g_mutex_trylock) (GMutex *mutex)
{
  gboolean locked;

  find ();
  locked = trylock (mutex);
  if (locked)
    __tsan_acquire (mutex);
  return locked;
}

void (g_mutex_unlock) (GMutex *mutex)
{
  find ();
  __tsan_release (mutex);
  unlock (mutex);
}

void
g_cond_wait (GCond *cond, GMutex *mutex)
{
  find ();
  __tsan_release (mutex);
  wait_for (cond, mutex);
  __tsan_acquire (mutex);
}

gboolean
g_cond_wait_until (GCond *cond, GMutex *mutex, gint64 until)
{
  gboolean woken;

  find ();
  __tsan_release (mutex);
  woken = wait_until (cond, mutex, until);
  __tsan_acquire (mutex);
  return woken;
}
