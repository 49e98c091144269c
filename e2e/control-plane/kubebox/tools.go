//go:build tools

// Keeps helm among the requirements, so that one go.sum pins it too; it is built as a program of its own.
package main

import _ "helm.sh/helm/v3/cmd/helm"
