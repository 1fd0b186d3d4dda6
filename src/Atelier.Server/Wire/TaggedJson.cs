using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;

namespace Atelier.Server.Wire;

/// <summary>JSON that a caller keeps and asks about again: the same answer has the same ETag.</summary>
internal static class TaggedJson
{
    /// <summary>The value with its tag; 304 without a body when If-None-Match holds that.</summary>
    public static FileContentHttpResult Of<T>(T value, HttpResponse response)
    {
        var bytes = JsonSerializer.SerializeToUtf8Bytes(value, WireJson.Options);
        // Kept by whoever asked, and asked about each time.
        response.Headers.CacheControl = "private, no-cache";
        var tag = new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(bytes))[..16]}\"");
        return TypedResults.Bytes(bytes, "application/json; charset=utf-8", entityTag: tag);
    }
}
