package web

import (
	"container/list"
	"crypto/tls"
	"net"
	"net/http"
	"sync"
)

// connections bounds how many connections are open. Beyond the bound one is closed:
// the one that has waited longest for a request, so that neither idle clients nor
// those that never finish the head of a request can keep others out; or, where all
// are being answered, the newest.
type connections struct {
	most     int
	rejected func()

	mu      sync.Mutex
	open    map[net.Conn]*list.Element // its place among those that wait, or nil
	waiting *list.List                 // of net.Conn, the one that has waited longest first
}

func newConnections(most int, rejected func()) *connections {
	return &connections{most: most, rejected: rejected, open: map[net.Conn]*list.Element{}, waiting: list.New()}
}

// changed is told every change of a connection, as http.Server.ConnState. A connection
// is new or idle until the whole head of a request has been read.
func (c *connections) changed(conn net.Conn, state http.ConnState) {
	if surplus := c.note(conn, state); surplus != nil {
		c.rejected()
		cut(surplus)
	}
}

// note keeps account of a change, and gives the connection that has to go, if any.
func (c *connections) note(conn net.Conn, state http.ConnState) net.Conn {
	c.mu.Lock()
	defer c.mu.Unlock()
	place, known := c.open[conn]
	if place != nil {
		c.waiting.Remove(place)
	}
	switch {
	case state == http.StateClosed || state == http.StateHijacked:
		delete(c.open, conn)
		return nil
	case !known && state != http.StateNew:
		return nil // it was closed here, and its last request goes with it
	case state == http.StateActive:
		c.open[conn] = nil
		return nil
	case known:
		c.open[conn] = c.waiting.PushBack(conn)
		return nil
	}
	surplus := c.surplus(conn)
	if surplus != conn {
		c.open[conn] = c.waiting.PushBack(conn)
	}
	return surplus
}

// surplus takes the connection that has to go for a new one out of the account, or
// gives the new one itself, or nil where there is room.
func (c *connections) surplus(fresh net.Conn) net.Conn {
	if len(c.open) < c.most {
		return nil
	}
	longest := c.waiting.Front()
	if longest == nil {
		return fresh
	}
	conn := c.waiting.Remove(longest).(net.Conn)
	delete(c.open, conn)
	return conn
}

// cut closes a connection at once. TLS would first say goodbye, and wait for a peer
// that reads nothing.
func cut(conn net.Conn) {
	if secure, ok := conn.(*tls.Conn); ok {
		conn = secure.NetConn()
	}
	_ = conn.Close() // the server finds out, and reports it nowhere either
}
