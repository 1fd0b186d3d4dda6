using System.Collections.Concurrent;
using System.Globalization;
using Atelier.Emulators.Checking;

namespace Atelier.Emulators.Wires.Replicate;

/// <summary>Replicate's files: what was uploaded to be an input.</summary>
internal sealed class FileShelf
{
    private const int MostBytes = 100 * 1024 * 1024;
    private const int MostName = 255;

    private readonly ConcurrentDictionary<string, BodyPart> _files = [];

    public BodyPart? Find(string id) => _files.GetValueOrDefault(id);

    public Prepared Upload(WireRequest request)
    {
        if (ReplicateKeys.Check(request) is { } refusal)
        {
            return Prepared.Always(refusal);
        }

        var strange = request.Parts.Where(part => part.Name is not ("content" or "metadata" or "type")).ToList();
        var content = request.Parts.Where(part => part.Name == "content").ToList();
        if (
            content is not [{ FileName: { Length: > 0 and <= MostName }, Bytes.Length: > 0 and <= MostBytes } file]
            || strange.Count > 0
        )
        {
            request.Violate("content", "Send multipart/form-data with one file 'content' that has a name.");
            return Prepared.Always(ReplicateErrors.Error(422, "Input validation failed"));
        }

        return new Prepared(
            "",
            _ =>
            {
                _files[request.Id] = file;
                return Reply.Json(201, View(request, request.Id, file));
            }
        );
    }

    public Prepared List(WireRequest request) =>
        Prepared.Always(
            ReplicateKeys.Check(request)
                ?? Reply.Json(
                    200,
                    new
                    {
                        next = (string?)null,
                        previous = (string?)null,
                        results = _files.Select(file => View(request, file.Key, file.Value)),
                    }
                )
        );

    public Prepared Get(WireRequest request) =>
        Prepared.Always(
            ReplicateKeys.Check(request)
                ?? (
                    Find(request.Target) is { } file
                        ? Reply.Json(200, View(request, request.Target, file))
                        : ReplicateErrors.NotFound()
                )
        );

    public Prepared Delete(WireRequest request) =>
        ReplicateKeys.Check(request) is { } refusal
            ? Prepared.Always(refusal)
            : new Prepared(
                "",
                _ =>
                    _files.TryRemove(request.Target, out var _)
                        ? new Reply(
                            204,
                            "application/json",
                            [
                                [],
                            ]
                        )
                        : ReplicateErrors.NotFound()
            );

    private static object View(WireRequest request, string id, BodyPart file) =>
        new
        {
            id,
            name = file.FileName,
            content_type = file.ContentType ?? "application/octet-stream",
            size = file.Bytes.Length,
            etag = Hex.Sha256(file.Bytes)[..32],
            checksums = new { sha256 = Hex.Sha256(file.Bytes) },
            metadata = new { },
            created_at = request.Now.UtcDateTime.ToString("O", CultureInfo.InvariantCulture),
            expires_at = request.Now.AddHours(24).UtcDateTime.ToString("O", CultureInfo.InvariantCulture),
            urls = new { get = $"{request.BaseUrl}/v1/files/{id}" },
        };
}
