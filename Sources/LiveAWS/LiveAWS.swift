// The rim on real AWS: where credentials and settings come from, and requests over libcurl.
//
// Neighbours: AWSClient makes and signs the requests, retries and paces them; this target only
// carries them. One thread, no callbacks out of it: `CurlTransport.wait` hands back what came.
