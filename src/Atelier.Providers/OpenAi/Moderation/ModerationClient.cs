using System.Net.Http.Headers;
using System.Text.Json;
using Atelier.Providers.Failures;
using Atelier.Providers.Http;

namespace Atelier.Providers.OpenAi.Moderation;

/// <summary>OpenAI's moderation model, which costs nothing: a text, a picture, or both in one call, with one more try.</summary>
public sealed class ModerationClient(ProviderSite site, TimeProvider time) : IDisposable
{
    private const string Path = "/v1/moderations";
    private const string Model = "omni-moderation-latest";
    private const int MostAnswerBytes = 256 * 1024;
    private const int Tries = 2;

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    /// <summary>What the model says.</summary>
    /// <param name="text">Null for a picture alone.</param>
    /// <param name="picture">A png, jpeg or webp with its media type; null for a text alone.</param>
    /// <exception cref="ProviderException">It gave no answer that can be read. That is no leave to go on.</exception>
    public async Task<ModerationAnswer> AskAsync(
        string? text,
        (byte[] Bytes, string Mime)? picture,
        CancellationToken cancellationToken
    )
    {
        var body = BodyOf(text, picture);
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await TryAsync(body, cancellationToken);
            }
            catch (ProviderException exception) when (attempt < Tries && MayPass(exception.Kind))
            {
                // Once more, at once: a caller waits.
            }
        }
    }

    public void Dispose() => site.Dispose();

    private static byte[] BodyOf(string? text, (byte[] Bytes, string Mime)? picture)
    {
        if (text is null && picture is null)
        {
            throw new ArgumentException("There is neither a text nor a picture to ask about.", nameof(text));
        }

        var parts = new List<object>();
        if (text is not null)
        {
            parts.Add(new { type = "text", text });
        }

        if (picture is { } file)
        {
            var url = $"data:{file.Mime};base64,{Convert.ToBase64String(file.Bytes)}";
            parts.Add(new { type = "image_url", image_url = new { url } });
        }

        return JsonSerializer.SerializeToUtf8Bytes(new { model = Model, input = parts });
    }

    // What the wrong key or a wrong request broke is broken the second time too.
    private static bool MayPass(FailureKind kind) =>
        kind
            is FailureKind.NotSent
                or FailureKind.Lost
                or FailureKind.ServerError
                or FailureKind.Overloaded
                or FailureKind.RateLimited
                or FailureKind.Unreadable;

    private async Task<ModerationAnswer> TryAsync(byte[] body, CancellationToken cancellationToken)
    {
        using var content = new ByteArrayContent(body);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using var answer = await site.AskAsync(Path, content, Timeout, cancellationToken);
        if (answer.Status != 200)
        {
            throw await OpenAiErrors.ReadAsync(site.Provider, answer, paid: false, time);
        }

        return await answer.ReadJsonAsync(MostAnswerBytes) is { } json && ModerationReader.Read(json) is { } read
            ? read
            : throw new ProviderException(
                site.Provider,
                FailureKind.Unreadable,
                Charge.None,
                $"{site.Provider} gave an answer about moderation that makes no sense."
            )
            {
                Status = answer.Status,
                RequestId = answer.RequestId,
            };
    }
}
