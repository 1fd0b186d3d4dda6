using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;

namespace Atelier.Data.Tests.Blobs;

/// <summary>A store in memory that can be told to lie. It believes every signature.</summary>
internal sealed class StubStore : HttpMessageHandler
{
    /// <summary>What lies there, by path.</summary>
    public Dictionary<string, byte[]> Objects { get; } = [];

    /// <summary>Each request, as <c>GET bytes=5-9</c>.</summary>
    public List<string> Asked { get; } = [];

    /// <summary>What arrived last.</summary>
    public byte[]? Sent { get; private set; }

    /// <summary>What it keeps of what arrives; null keeps nothing.</summary>
    public Func<byte[], byte[]?> Keep { get; set; } = bytes => bytes;

    /// <summary>The tag it names for what it keeps.</summary>
    public Func<byte[], string> Tag { get; set; } = Md5;

    /// <summary>What it makes of a file that it is to copy.</summary>
    public Func<byte[], byte[]> Copy { get; set; } = bytes => bytes;

    /// <summary>What it says of when a file was written; null for nothing.</summary>
    public DateTimeOffset? Written { get; set; }

    /// <summary>The keys that it lists, as they are.</summary>
    public List<string> Listed { get; } = [];

    /// <summary>Answers before anything else does.</summary>
    public Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage?>>? First { get; set; }

    /// <summary>Bytes after which the body of an answer breaks off, once for each number.</summary>
    public Queue<int> Breaks { get; } = [];

#pragma warning disable CA5351 // Stores name it so.
    public static string Md5(byte[] bytes) => $"\"{Convert.ToHexStringLower(MD5.HashData(bytes))}\"";
#pragma warning restore CA5351

    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request,
        CancellationToken cancellationToken
    )
    {
        Asked.Add($"{request.Method} {request.Headers.Range}".Trim());
        if (First is not null && await First(request, cancellationToken) is { } first)
        {
            return first;
        }

        var path = request.RequestUri!.AbsolutePath;
        if (request.Headers.TryGetValues("x-amz-copy-source", out var sources))
        {
            Objects[path] = Copy(Objects["/" + Uri.UnescapeDataString(sources.Single()).TrimStart('/')]);
            return Answer(HttpStatusCode.OK, $"<CopyObjectResult><ETag>{Md5(Objects[path])}</ETag></CopyObjectResult>");
        }

        if (request.RequestUri.Query.Contains("list-type=2", StringComparison.Ordinal))
        {
            var contents = Listed.Select(key =>
                $"<Contents><Key>{key}</Key><LastModified>2000-01-01T00:00:00.000Z</LastModified><Size>1</Size></Contents>"
            );
            return Answer(
                HttpStatusCode.OK,
                $"<ListBucketResult><IsTruncated>false</IsTruncated>{string.Concat(contents)}</ListBucketResult>"
            );
        }

        if (request.Method == HttpMethod.Put)
        {
            var arrived = await request.Content!.ReadAsByteArrayAsync(cancellationToken);
            Sent = arrived;
            var kept = Keep(arrived);
            if (kept is not null)
            {
                Objects[path] = kept;
            }

            var answer = Answer(HttpStatusCode.OK, "");
            answer.Headers.TryAddWithoutValidation("ETag", Tag(kept ?? arrived));
            return answer;
        }

        if (request.Method == HttpMethod.Delete)
        {
            Objects.Remove(path);
            return Answer(HttpStatusCode.NoContent, "");
        }

        return Objects.TryGetValue(path, out var bytes)
            ? Read(request, bytes)
            : Answer(HttpStatusCode.NotFound, "<Error><Code>NoSuchKey</Code></Error>");
    }

    public static HttpResponseMessage Answer(HttpStatusCode status, string body, string type = "application/xml") =>
        new(status) { Content = new StringContent(body, new MediaTypeHeaderValue(type)) };

    private HttpResponseMessage Read(HttpRequestMessage request, byte[] bytes)
    {
        var tag = Tag(bytes);
        if (request.Headers.TryGetValues("If-Match", out var wanted) && wanted.Single().Trim('"') != tag.Trim('"'))
        {
            return Answer(HttpStatusCode.PreconditionFailed, "<Error><Code>PreconditionFailed</Code></Error>");
        }

        var from = (int)(request.Headers.Range?.Ranges.Single().From ?? 0);
        var rest = bytes[from..];
        var answer = new HttpResponseMessage(from > 0 ? HttpStatusCode.PartialContent : HttpStatusCode.OK)
        {
            Content = new StreamContent(
                Breaks.TryDequeue(out var length) ? new BrokenStream(rest, length) : new MemoryStream(rest)
            ),
        };
        answer.Content.Headers.ContentLength = rest.Length;
        answer.Content.Headers.LastModified = Written;
        if (tag.Length > 0)
        {
            answer.Headers.TryAddWithoutValidation("ETag", tag);
        }

        return answer;
    }

    /// <summary>A connection that breaks off.</summary>
    private sealed class BrokenStream(byte[] bytes, int length) : MemoryStream(bytes)
    {
        public override int Read(byte[] buffer, int offset, int count) =>
            Position < length
                ? base.Read(buffer, offset, (int)Math.Min(count, length - Position))
                : throw new HttpIOException(HttpRequestError.ResponseEnded);

        public override Task<int> ReadAsync(
            byte[] buffer,
            int offset,
            int count,
            CancellationToken cancellationToken
        ) => Task.FromResult(Read(buffer, offset, count));
    }
}
