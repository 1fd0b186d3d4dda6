using System.Net;
using System.Net.Http.Headers;

namespace Atelier.Emulators.Engine;

/// <summary>Posts callbacks, to loopback addresses only, and remembers how each ended.</summary>
internal sealed class CallbackSender(TimeProvider time, CancellationToken stop) : IDisposable
{
    private readonly HttpClient _client = new(
        new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
        }
    )
    {
        Timeout = TimeSpan.FromSeconds(10),
    };

    public Gathered<SentCallback> Sent { get; } = new();

    /// <summary>Whether we would call it: http or https to an address of this machine.</summary>
    public static bool IsAllowed(Uri url) =>
        url.Scheme is "http" or "https"
        && (
            url.Host == "localhost"
            || (IPAddress.TryParse(url.Host.Trim('[', ']'), out var ip) && IPAddress.IsLoopback(ip))
        );

    /// <summary>Sends <paramref name="body"/> <paramref name="times"/> times after <paramref name="delay"/>; never throws.</summary>
    /// <param name="sign">Makes the headers of each; null sends none.</param>
    public async Task SendAsync(
        string job,
        Uri url,
        byte[] body,
        TimeSpan delay,
        int times,
        Func<byte[], IReadOnlyDictionary<string, string>>? sign = null
    )
    {
        try
        {
            await Task.Delay(delay, time, stop);
            for (var i = 0; i < times; i++)
            {
                await SendOnceAsync(job, url, body, sign?.Invoke(body));
            }
        }
        catch (Exception exception)
            when (stop.IsCancellationRequested && exception is OperationCanceledException or ObjectDisposedException)
        {
            // The run is over; nobody waits for it.
        }
    }

    public void Dispose() => _client.Dispose();

    private async Task SendOnceAsync(string job, Uri url, byte[] body, IReadOnlyDictionary<string, string>? headers)
    {
        using var content = new ByteArrayContent(body);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        foreach (var (name, value) in headers ?? new Dictionary<string, string>())
        {
            content.Headers.TryAddWithoutValidation(name, value);
        }

        try
        {
            using var response = await _client.PostAsync(url, content, stop);
            Sent.Add(new SentCallback(job, url, time.GetUtcNow(), (int)response.StatusCode, null));
        }
        catch (Exception exception)
            when (exception is HttpRequestException
                || (exception is OperationCanceledException && !stop.IsCancellationRequested)
            )
        {
            Sent.Add(new SentCallback(job, url, time.GetUtcNow(), null, exception.Message));
        }
    }
}
