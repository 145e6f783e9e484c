package main

import (
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/mail"
	"net/netip"
	"net/url"
	"strconv"
	"strings"
	"time"

	"evidencestore/review"
)

// A duration is a time.Duration that TOML writes as a string.
type duration time.Duration

// UnmarshalText reads "300ms", "10s", "2m".
func (d *duration) UnmarshalText(text []byte) error {
	v, err := time.ParseDuration(string(text))
	if err != nil {
		return errors.New(strconv.Quote(string(text)) + ` is not a duration; write it as "300ms", "10s" or "2m"`)
	}
	*d = duration(v)
	return nil
}

func (d duration) String() string { return time.Duration(d).String() }

// A logLevel is a level of slog.
type logLevel slog.Level

// UnmarshalText reads the name of a level in lower case.
func (l *logLevel) UnmarshalText(text []byte) error {
	for _, level := range []slog.Level{slog.LevelDebug, slog.LevelInfo, slog.LevelWarn, slog.LevelError} {
		if string(text) == strings.ToLower(level.String()) {
			*l = logLevel(level)
			return nil
		}
	}
	return errors.New(strconv.Quote(string(text)) + ` is not known; use one of "debug", "info", "warn", "error"`)
}

// A day is a date, or "" where there is none yet.
type day review.Date

// UnmarshalTOML reads 2026-11-22, without quotes, or "".
func (d *day) UnmarshalTOML(value any) error {
	if value == "" {
		*d = ""
		return nil
	}
	if err := (*review.Date)(d).UnmarshalTOML(value); err != nil {
		return fmt.Errorf(`%w, or "" for none`, err)
	}
	return nil
}

// A prefix is a network, or a single address as a network of one.
type prefix netip.Prefix

// UnmarshalText reads "10.1.0.0/16" or "10.0.0.5".
func (p *prefix) UnmarshalText(text []byte) error {
	if addr, err := netip.ParseAddr(string(text)); err == nil {
		*p = prefix(netip.PrefixFrom(addr, addr.BitLen()))
		return nil
	}
	network, err := netip.ParsePrefix(string(text))
	if err != nil {
		return errors.New(strconv.Quote(string(text)) + ` is neither an address nor a network; write "10.0.0.5" or "10.1.0.0/16"`)
	}
	*p = prefix(network.Masked())
	return nil
}

// checkAddr says what is wrong with a HOST:PORT to listen on, or nil.
func checkAddr(addr string) error {
	_, port, err := net.SplitHostPort(addr)
	if err != nil {
		return errors.New(strconv.Quote(addr) + " is not HOST:PORT")
	}
	if n, err := strconv.Atoi(port); err != nil || n < 0 || n > 65535 {
		return errors.New(strconv.Quote(addr) + " has no port from 0 to 65535")
	}
	return nil
}

// checkOrigin says what is wrong with the scheme and host of a web address, or nil.
func checkOrigin(address string) error {
	u, err := checkWeb(address)
	if err != nil {
		return err
	}
	if u.Scheme+"://"+u.Host != address {
		return errors.New(strconv.Quote(address) + " has more than scheme and host")
	}
	return nil
}

// checkWeb reads the address of a web page.
func checkWeb(address string) (*url.URL, error) {
	u, err := url.Parse(address)
	if err != nil || (u.Scheme != "http" && u.Scheme != "https") || u.Hostname() == "" {
		return nil, errors.New(strconv.Quote(address) + " is not a web address")
	}
	return u, nil
}

// checkEmail says what is wrong with a bare email address, or nil.
func checkEmail(address string) error {
	if a, err := mail.ParseAddress(address); err != nil || a.Address != address {
		return errors.New(strconv.Quote(address) + " is not an email address")
	}
	return nil
}
