/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * For the thread sanitizer, which does not see how GLib orders what threads do: GLib is
 * not built with it.  These take the places of GLib's functions in a test, call them,
 * and tell it.  Nothing is suppressed: what nothing orders is still reported. */

#include <dlfcn.h>

#include <glib.h>
#include <sanitizer/tsan_interface.h>

static void (*lock) (GMutex *);
static gboolean (*trylock) (GMutex *);
static void (*unlock) (GMutex *);
static void (*wait_for) (GCond *, GMutex *);
static gboolean (*wait_until) (GCond *, GMutex *, gint64);
static gboolean (*count_down) (gatomicrefcount *);
static void (*release_box) (gpointer, GDestroyNotify);
static guint (*add_idle) (gint, GSourceFunc, gpointer, GDestroyNotify);

/* Before there are threads.  Libraries lock earlier still, so everyone asks. */
__attribute__ ((constructor)) static void
find (void)
{
  if (add_idle)
    return;
  *(void **) &lock = dlsym (RTLD_NEXT, "g_mutex_lock");
  *(void **) &trylock = dlsym (RTLD_NEXT, "g_mutex_trylock");
  *(void **) &unlock = dlsym (RTLD_NEXT, "g_mutex_unlock");
  *(void **) &wait_for = dlsym (RTLD_NEXT, "g_cond_wait");
  *(void **) &wait_until = dlsym (RTLD_NEXT, "g_cond_wait_until");
  *(void **) &count_down = dlsym (RTLD_NEXT, "g_atomic_ref_count_dec");
  *(void **) &release_box = dlsym (RTLD_NEXT, "g_atomic_rc_box_release_full");
  *(void **) &add_idle = dlsym (RTLD_NEXT, "g_idle_add_full");
}

/* ---- locks ------------------------------------------------------------ */

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

/* ---- references ------------------------------------------------------- */

gboolean (g_atomic_ref_count_dec) (gatomicrefcount *count)
{
  gboolean last;

  find ();
  __tsan_release (count);
  last = count_down (count);
  if (last)
    __tsan_acquire (count);
  return last;
}

static __thread GDestroyNotify clear_box;

static void
last_of_box (gpointer box)
{
  __tsan_acquire (box);
  if (clear_box)
    clear_box (box);
}

void (g_atomic_rc_box_release_full) (gpointer box, GDestroyNotify clear)
{
  GDestroyNotify outer = clear_box;

  find ();
  __tsan_release (box);
  clear_box = clear;
  release_box (box, last_of_box);
  clear_box = outer;
}

/* ---- from any thread to the main loop --------------------------------- */

typedef struct
{
  GSourceFunc func;
  GDestroyNotify notify;
  gpointer data;
} Idle;

static gboolean
idle_run (gpointer data)
{
  Idle *idle = data;

  __tsan_acquire (idle);
  return idle->func (idle->data);
}

static void
idle_free (gpointer data)
{
  Idle *idle = data;

  __tsan_acquire (idle);
  if (idle->notify)
    idle->notify (idle->data);
  g_free (idle);
}

guint
g_idle_add_full (gint priority, GSourceFunc func, gpointer data, GDestroyNotify notify)
{
  Idle *idle = g_new (Idle, 1);

  find ();
  *idle = (Idle){ func, notify, data };
  __tsan_release (idle);
  return add_idle (priority, idle_run, idle, idle_free);
}
