using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Reflection;
using Atelier.Core.Connections;
using Atelier.Providers.Http;
using Microsoft.Extensions.Options;

namespace Atelier.Engine.Webhooks;

/// <summary>
/// One signed POST to an address that somebody outside has named. It goes to public addresses only, follows nothing, and looks at little
/// more of the answer than its status.
/// </summary>
internal sealed class WebhookPost : IDisposable
{
    private const int MostAnswerBytes = 4096;
    private const int MostHeaderKilobytes = 16;

    private readonly TimeProvider _time;
    private readonly TimeSpan _timeout;
    private readonly HttpClient _client;

    public WebhookPost(WebhookAddresses addresses, IOptions<WebhookOptions> options, TimeProvider time)
    {
        _time = time;
        _timeout = options.Value.Timeout;
        _client = new HttpClient(new CutConnectionHandler(Handler(new GuardedConnect(addresses.MayReach))))
        {
            Timeout = Timeout.InfiniteTimeSpan,
        };
        _client.DefaultRequestHeaders.ExpectContinue = false;
        _client.DefaultRequestHeaders.UserAgent.ParseAdd("Atelier-Webhooks/" + Version());
    }

    /// <param name="id">The message's name, the same at every try.</param>
    /// <param name="secrets">All that sign; one at least.</param>
    public async Task<PostResult> SendAsync(
        Uri url,
        string id,
        byte[] body,
        IReadOnlyList<byte[]> secrets,
        CancellationToken cancellationToken
    )
    {
        var began = _time.GetTimestamp();
        using var limit = new CancellationTokenSource(_timeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            using var request = Request(url, id, body, secrets);
            using var response = await _client.SendAsync(
                request,
                HttpCompletionOption.ResponseHeadersRead,
                either.Token
            );
            await SkimAsync(response, either.Token);
            var status = (int)response.StatusCode;
            return new PostResult(status, MeaningOf(status), RetryAfter(response), _time.GetElapsedTime(began));
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested && IsOfThePost(failure))
        {
            var word = limit.IsCancellationRequested ? "timeout" : MeaningOf(failure);
            return new PostResult(null, word, null, _time.GetElapsedTime(began));
        }
    }

    public void Dispose() => _client.Dispose();

    private HttpRequestMessage Request(Uri url, string id, byte[] body, IReadOnlyList<byte[]> secrets)
    {
        var timestamp = _time.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var content = new ByteArrayContent(body);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        var request = new HttpRequestMessage(HttpMethod.Post, url)
        {
            Content = content,
            Version = HttpVersion.Version11,
        };
        request.Headers.Add("webhook-id", id);
        request.Headers.Add("webhook-timestamp", timestamp);
        request.Headers.TryAddWithoutValidation("webhook-signature", WebhookSignature.Of(id, timestamp, body, secrets));
        return request;
    }

    // So that the connection can be used again where the answer is short; what it says is nobody's business.
    private static async Task SkimAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        try
        {
            await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
            var buffer = new byte[MostAnswerBytes];
            await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
        }
        catch (Exception failure) when (IsOfThePost(failure))
        {
            // The status has come; that is all we asked for.
        }
    }

    private static bool IsOfThePost(Exception failure) =>
        failure is HttpRequestException or IOException or OperationCanceledException or PrivateAddressException;

    private static string? MeaningOf(int status) =>
        status switch
        {
            >= 200 and < 300 => null,
            >= 300 and < 400 => "redirect",
            410 => "gone",
            _ => "status",
        };

    private static string MeaningOf(Exception failure) =>
        IsPrivate(failure) ? "private_address"
        : failure is HttpRequestException { HttpRequestError: var error }
            ? error switch
            {
                HttpRequestError.NameResolutionError => "name_not_found",
                HttpRequestError.ConnectionError => "not_reached",
                HttpRequestError.SecureConnectionError => "tls_failed",
                HttpRequestError.InvalidResponse or HttpRequestError.ConfigurationLimitExceeded => "unreadable",
                _ => "cut",
            }
        : "cut";

    private static bool IsPrivate(Exception? failure) =>
        failure is PrivateAddressException || (failure is not null && IsPrivate(failure.InnerException));

    private TimeSpan? RetryAfter(HttpResponseMessage response)
    {
        if (response.StatusCode is not (HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable))
        {
            return null;
        }

        var header = response.Headers.RetryAfter;
        var pause = header?.Delta ?? (header?.Date - _time.GetUtcNow());
        return pause > TimeSpan.Zero ? pause : null;
    }

    private static SocketsHttpHandler Handler(GuardedConnect connect) =>
        new()
        {
            ConnectCallback = connect.ConnectAsync,
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
            AutomaticDecompression = DecompressionMethods.None,
            MaxResponseHeadersLength = MostHeaderKilobytes,
            // An answer that does not end is cut off, not read to its end.
            MaxResponseDrainSize = 0,
            // Names change their addresses, and each is to be looked at again.
            PooledConnectionLifetime = TimeSpan.FromMinutes(1),
            PooledConnectionIdleTimeout = TimeSpan.FromSeconds(20),
            // Our trace ids are nobody else's business.
            ActivityHeadersPropagator = null,
        };

    private static string Version() =>
        typeof(WebhookPost).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;
}
