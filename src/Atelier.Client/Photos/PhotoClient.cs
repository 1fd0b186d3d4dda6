using System.Net.Http.Headers;
using System.Net.Http.Json;
using Atelier.Client.Errors;
using Atelier.Client.Http;

namespace Atelier.Client.Photos;

/// <summary>The photo doors. Every call can throw an <see cref="AtelierClientException"/>; cancelling one ends it, not the task.</summary>
public sealed partial class PhotoClient
{
    private readonly Transport _transport;
    private readonly AtelierClientOptions _options;
    private readonly TimeProvider _time;

    internal PhotoClient(Transport transport, AtelierClientOptions options, TimeProvider time) =>
        (_transport, _options, _time) = (transport, options, time);

    /// <summary>
    /// Sends a photo and opens a session. A repetition after a lost answer, or once there is room again, carries the same key, so
    /// it opens no second one; a stream that cannot be set back is sent once only.
    /// </summary>
    /// <param name="photo">JPEG or PNG, sent from where it stands; it stays open.</param>
    /// <param name="fileName">The name it is to have.</param>
    /// <param name="contentType">image/jpeg or image/png; null takes it from the name.</param>
    /// <param name="sent">Is told the bytes handed to the network so far; a repetition begins anew.</param>
    /// <param name="idempotencyKey">
    /// Under the same key the same photo opens one session, within 24 hours. Null takes a new one for each call, which covers only
    /// repetitions inside it; who may call again after a crash keeps one.
    /// </param>
    public async Task<PhotoUpload> UploadAsync(
        Stream photo,
        string fileName,
        string? contentType = null,
        Action<long>? sent = null,
        string? idempotencyKey = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(photo);
        ArgumentException.ThrowIfNullOrEmpty(fileName);
        var type = MediaTypeHeaderValue.Parse(contentType ?? PhotoTypes.Of(fileName));
        var key = idempotencyKey ?? Guid.CreateVersion7().ToString();
        long? start = photo.CanSeek ? photo.Position : null;
        try
        {
            return await _transport.CallAsync(
                () =>
                {
                    if (start is { } begin)
                    {
                        photo.Position = begin;
                    }

                    var part = new PhotoPart(photo, sent);
                    part.Headers.ContentType = type;
                    var request = _transport.Origin.Request(HttpMethod.Post, _transport.Origin.Below("api/upload"));
                    request.Headers.Add("Idempotency-Key", key);
                    // A refusal known beforehand arrives before five megabytes were sent in vain.
                    request.Headers.ExpectContinue = true;
                    request.Content = new MultipartFormDataContent { { part, "image", fileName } };
                    return request;
                },
                start is null ? Repeats.Never : Repeats.Always,
                PhotoJson.Default.PhotoUpload,
                null,
                cancellationToken
            );
        }
        catch (AtelierClientException error)
        {
            error.UploadKey = key;
            throw;
        }
    }

    /// <summary>Sends a photo from a file; see <see cref="UploadAsync"/>.</summary>
    public async Task<PhotoUpload> UploadFileAsync(
        string path,
        Action<long>? sent = null,
        string? idempotencyKey = null,
        CancellationToken cancellationToken = default
    )
    {
        await using var photo = new FileStream(
            path,
            new FileStreamOptions { Options = FileOptions.Asynchronous | FileOptions.SequentialScan, BufferSize = 0 }
        );
        return await UploadAsync(photo, Path.GetFileName(path), null, sent, idempotencyKey, cancellationToken);
    }

    /// <summary>
    /// Starts a task. A repetition after a lost answer carries the same key, so it is neither made nor paid for twice; when all
    /// got lost, the exception has the key, and the same request under it finds the task.
    /// </summary>
    public async Task<PhotoTask> GenerateAsync(PhotoRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        var asked = WithKey(request);
        try
        {
            return await SendAsync(asked, cancellationToken);
        }
        catch (AtelierClientException error)
        {
            error.SessionId = asked.SessionId;
            error.IdempotencyKey = asked.IdempotencyKey;
            throw;
        }
    }

    /// <summary>How a task is getting on.</summary>
    public Task<PhotoStatus> StatusAsync(string taskId, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(taskId);
        return _transport.GetAsync(
            $"api/status/{Uri.EscapeDataString(taskId)}",
            PhotoJson.Default.PhotoStatus,
            cancellationToken
        );
    }

    /// <summary>What the caller has used today and what is left.</summary>
    public Task<PhotoUsage> UsageAsync(CancellationToken cancellationToken = default) =>
        _transport.GetAsync("api/usage", PhotoJson.Default.PhotoUsage, cancellationToken);

    private static PhotoRequest WithKey(PhotoRequest request) =>
        request.IdempotencyKey is null ? request with { IdempotencyKey = Guid.CreateVersion7().ToString() } : request;

    private Task<PhotoTask> SendAsync(PhotoRequest request, CancellationToken cancellationToken)
    {
        var body = new GenerateBody(request.SessionId, request.Style, request.CustomPrompt)
        {
            Provider = request.Provider,
            Quality = request.Quality,
            OutputFormat = request.OutputFormat,
        };
        return _transport.CallAsync(
            () =>
            {
                var message = _transport.Origin.Request(HttpMethod.Post, _transport.Origin.Below("api/generate"));
                message.Headers.Add("Idempotency-Key", request.IdempotencyKey);
                message.Content = JsonContent.Create(body, PhotoJson.Default.GenerateBody);
                return message;
            },
            Repeats.WhenLost,
            PhotoJson.Default.PhotoTask,
            _options.CallLimit,
            cancellationToken
        );
    }
}
