using System.Net;
using Atelier.Providers.Answers;
using Atelier.Providers.Failures;

namespace Atelier.Providers.Http;

/// <summary>Fetches the pictures that answers name, trusting neither the address nor what comes from it.</summary>
internal sealed class FileFetcher(ProviderSiteOptions options, TimeProvider time) : IDisposable
{
    private const long MostBytes = 100 * 1024 * 1024;

    private static readonly TimeSpan FetchTimeout = TimeSpan.FromMinutes(2);

    // The last are what stores say of files that nobody told them of. Whether it is a picture is seen by its own first bytes, later.
    private static readonly string[] Kinds =
    [
        "image/png",
        "image/jpeg",
        "image/jpg",
        "image/webp",
        "application/octet-stream",
        "binary/octet-stream",
    ];

    private readonly HttpClient _client = SiteClients.ForFiles(
        new CheckedConnect(options.BaseUrl.IdnHost).ConnectAsync
    );

    public async Task FetchAsync(Uri address, AnswerSpool spool, string part, CancellationToken cancellationToken)
    {
        if (!MayAsk(address))
        {
            throw Refused("names a file at a host that is not on its list");
        }

        var call = new SiteCall(options.Provider, FetchTimeout, time, paid: false, cancellationToken);
        using var request = new HttpRequestMessage(HttpMethod.Get, address) { Version = HttpVersion.Version11 };
        using var answer = await SendAsync(call, request);
        Check(answer);
        await answer.SpoolAsync(spool, part, MostBytes);
    }

    /// <summary>
    /// Whether the address lies at a host that files may come from. An authority holds the port where it is not the usual one, so
    /// another service of the same host is another authority.
    /// </summary>
    public bool MayAsk(Uri address) =>
        address.IsAbsoluteUri
        && address.UserInfo.Length == 0
        && (
            address.Scheme == Uri.UriSchemeHttps
            || (address.Scheme == Uri.UriSchemeHttp && options.BaseUrl.Scheme == Uri.UriSchemeHttp)
        )
        && options.FileHosts.Append(options.BaseUrl.Authority).Any(host => HostRule.Admits(host, address));

    public void Dispose() => _client.Dispose();

    private async Task<SiteAnswer> SendAsync(SiteCall call, HttpRequestMessage request)
    {
        try
        {
            return await call.SendAsync(_client, request);
        }
        catch (ProviderException failure) when (IsPrivate(failure))
        {
            throw Refused("names a file at a private address");
        }
    }

    private static bool IsPrivate(Exception? failure) =>
        failure is PrivateAddressException || (failure is not null && IsPrivate(failure.InnerException));

    private void Check(SiteAnswer answer)
    {
        if (answer.Status != 200)
        {
            throw OfStatus(answer);
        }

        if (!Kinds.Contains(answer.MediaType, StringComparer.OrdinalIgnoreCase))
        {
            throw Refused("sent a file that is no picture");
        }

        if (answer.Length is 0 or > MostBytes)
        {
            throw Refused("sent a file that is empty or larger than 100 MB");
        }
    }

    private ProviderException OfStatus(SiteAnswer answer)
    {
        var kind = answer.Status switch
        {
            429 => FailureKind.RateLimited,
            >= 500 => FailureKind.ServerError,
            _ => FailureKind.Unreadable,
        };
        return new ProviderException(
            options.Provider,
            kind,
            Charge.None,
            $"{options.Provider} answered {answer.Status} where a file should be."
        )
        {
            Status = answer.Status,
            RetryAfter = answer.RetryAfter(time),
        };
    }

    private ProviderException Refused(string what) =>
        new(options.Provider, FailureKind.Unreadable, Charge.None, $"{options.Provider} {what}.");
}
