using System.Net.Http.Json;
using System.Text.Encodings.Web;
using System.Text.Json;
using Atelier.Providers.Calls;
using Atelier.Providers.Failures;
using Atelier.Providers.Http;
using Atelier.Providers.LegNext.Jobs;
using Atelier.Providers.Piapi.Tasks;

namespace Atelier.Providers.Piapi.Pictures;

/// <summary>
/// Uploads files, which costs nothing, and remembers for a while where they are. An upload may take longer than a call may be
/// prepared: then that call is not sent, the upload goes on, and the next try of the same call finds it done.
/// </summary>
internal sealed class PictureUploads(ProviderSite site, TimeProvider time)
{
    /// <summary>Bytes that PiAPI takes of a file.</summary>
    public const int MostBytes = 10 * 1024 * 1024;

    private const int MostAnswer = 64 * 1024;
    private const int MostAddress = 2048;
    private const int MostKept = 256;

    // They are deleted after a day; a try that follows comes within minutes.
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(30);
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    // Base64 has signs that would otherwise be written in six.
    private static readonly JsonSerializerOptions Json = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly Lock _lock = new();
    private readonly Dictionary<(InputPicture Picture, bool Marked), (Task<string> Address, long Begun)> _uploads = [];

    /// <summary>Where the picture can be fetched from.</summary>
    /// <exception cref="ProviderException">The image is gone or too large, or it could not be uploaded.</exception>
    public Task<string> AddressAsync(InputPicture picture, ISourceFiles sources, CancellationToken cancellationToken)
    {
        // The same file, whatever it is for; without its mark it is another.
        var key = (picture with { Field = "" }, sources.Marked);
        lock (_lock)
        {
            if (!_uploads.TryGetValue(key, out var upload) || IsOver(upload))
            {
                Sweep();
                upload = (Task.Run(() => UploadAsync(picture, sources), CancellationToken.None), time.GetTimestamp());
                _uploads[key] = upload;
            }

            return upload.Address.WaitAsync(cancellationToken);
        }
    }

    private bool IsOver((Task<string> Address, long Begun) upload) =>
        upload.Address.IsFaulted || upload.Address.IsCanceled || time.GetElapsedTime(upload.Begun) > Kept;

    private void Sweep()
    {
        foreach (var (key, _) in _uploads.Where(upload => IsOver(upload.Value)).ToList())
        {
            _uploads.Remove(key);
        }

        if (_uploads.Count >= MostKept)
        {
            _uploads.Remove(_uploads.MinBy(upload => upload.Value.Begun).Key);
        }
    }

    // Not under the token of whoever asked first.
    private async Task<string> UploadAsync(InputPicture picture, ISourceFiles sources)
    {
        var file = await InputFile.DrawAsync(picture, sources, CancellationToken.None);
        if (file.Length > MostBytes)
        {
            throw new ProviderException(
                PiapiProvider.Name,
                FailureKind.TooLarge,
                Charge.None,
                "The picture's file is larger than the 10 MiB that PiAPI takes as an upload."
            );
        }

        var body = new Dictionary<string, string>
        {
            // Nothing of ours: whoever has the address may see the name.
            ["file_name"] = $"{Guid.CreateVersion7(time.GetUtcNow()):N}.png",
            ["file_data"] = Convert.ToBase64String(file),
        };
        using var answer = await site.AskAsync(
            "/api/ephemeral_resource",
            JsonContent.Create(body, options: Json),
            Limit,
            CancellationToken.None
        );
        var data = await PiapiEnvelope.ReadAsync(answer, MostAnswer, paid: false, time);
        return
            data.Text("url") is { Length: <= MostAddress } url
            && Uri.TryCreate(url, UriKind.Absolute, out var uri)
            && uri.Scheme is "https" or "http"
            ? url
            : throw PiapiErrors.Unreadable(answer.Status, paid: false);
    }
}
