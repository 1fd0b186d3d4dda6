using System.Net;
using Atelier.Providers.Answers;
using Atelier.Providers.Calls;

namespace Atelier.Providers.Http;

/// <summary>
/// One provider over HTTP. The key goes to the configured host only, no redirect is followed, and a paid POST is sent once:
/// nothing here tries again.
/// </summary>
public sealed class ProviderSite : IDisposable
{
    private static readonly TimeSpan ReadTimeout = TimeSpan.FromSeconds(30);

    private readonly ProviderSiteOptions _options;
    private readonly TimeProvider _time;
    private readonly HttpClient _posts;
    private readonly HttpClient _reads;
    private readonly FileFetcher _files;

    public ProviderSite(ProviderSiteOptions options, TimeProvider time)
    {
        _options = options;
        _time = time;
        _posts = SiteClients.ForPosts();
        _reads = SiteClients.ForReads();
        _files = new FileFetcher(options, time);
    }

    /// <summary>The provider's id.</summary>
    public string Provider => _options.Provider;

    /// <summary>Whether it is called without TLS: then it is an emulator or a proxy of the operator's.</summary>
    public bool IsPlain => _options.BaseUrl.Scheme == Uri.UriSchemeHttp;

    /// <summary>What paths are appended to.</summary>
    public Uri BaseUrl => _options.BaseUrl;

    /// <summary>The most a paid POST may take in all.</summary>
    public TimeSpan PostTimeout => _options.PostTimeout;

    /// <summary>
    /// Sends the one paid POST and disposes its content. The guard hears that all is ready, and is asked when the connection
    /// stands; before that a failure costs nothing, after that it is lost with an unknown charge, and so is a cancellation.
    /// </summary>
    /// <param name="path">Begins with a slash; appended to the base URL.</param>
    /// <exception cref="Failures.ProviderException">No answer came; one with an error status is an answer.</exception>
    public async Task<SiteAnswer> PostPaidAsync(
        string path,
        HttpContent content,
        ISendGuard guard,
        CancellationToken cancellationToken
    )
    {
        try
        {
            await guard.ReadyAsync(cancellationToken);
        }
        catch
        {
            content.Dispose();
            throw;
        }

        var call = new SiteCall(Provider, _options.PostTimeout, _time, paid: true, cancellationToken);
        var once = new OneShotContent(content, guard, call);
        try
        {
            await once.PrepareAsync(call.Token);
        }
        catch
        {
            once.Dispose();
            call.Dispose();
            throw;
        }

        return await SendAsync(_posts, HttpMethod.Post, path, once, call);
    }

    /// <summary>Asks for something that costs nothing, within 30 s.</summary>
    /// <param name="path">Begins with a slash; appended to the base URL.</param>
    /// <exception cref="Failures.ProviderException">No answer came; one with an error status is an answer.</exception>
    public Task<SiteAnswer> GetAsync(string path, CancellationToken cancellationToken) =>
        SendAsync(_reads, HttpMethod.Get, path, null, Read(cancellationToken));

    /// <summary>Asks by a POST that costs nothing, within the limit.</summary>
    /// <param name="path">Begins with a slash; appended to the base URL.</param>
    /// <exception cref="Failures.ProviderException">No answer came; one with an error status is an answer.</exception>
    public Task<SiteAnswer> AskAsync(
        string path,
        HttpContent content,
        TimeSpan limit,
        CancellationToken cancellationToken
    ) =>
        SendAsync(
            _reads,
            HttpMethod.Post,
            path,
            content,
            new SiteCall(Provider, limit, _time, paid: false, cancellationToken)
        );

    /// <summary>Takes something back that costs nothing, within 30 s.</summary>
    /// <param name="path">Begins with a slash; appended to the base URL.</param>
    /// <exception cref="Failures.ProviderException">No answer came; one with an error status is an answer.</exception>
    public Task<SiteAnswer> DeleteAsync(string path, CancellationToken cancellationToken) =>
        SendAsync(_reads, HttpMethod.Delete, path, null, Read(cancellationToken));

    /// <summary>Whether a file may be fetched from there at all: only from the base host and the file hosts.</summary>
    public bool MayFetch(Uri address) => _files.MayAsk(address);

    /// <summary>
    /// Fetches a picture into the spool, without the key: only from the base host and the file hosts, never from a private
    /// address unless the base is one, at most 100 MB.
    /// </summary>
    /// <exception cref="Failures.ProviderException">
    /// It is not to be had or may not be fetched; <see cref="FailureMap.IsStaleAddress"/> tells whether a fresh address may help.
    /// </exception>
    public Task DownloadAsync(Uri address, AnswerSpool spool, string part, CancellationToken cancellationToken) =>
        _files.FetchAsync(address, spool, part, cancellationToken);

    public void Dispose()
    {
        _posts.Dispose();
        _reads.Dispose();
        _files.Dispose();
    }

    private SiteCall Read(CancellationToken cancellationToken) =>
        new(Provider, ReadTimeout, _time, paid: false, cancellationToken);

    private async Task<SiteAnswer> SendAsync(
        HttpClient client,
        HttpMethod method,
        string path,
        HttpContent? content,
        SiteCall call
    )
    {
        using var request = new HttpRequestMessage(method, AddressOf(path));
        request.Version = HttpVersion.Version11;
        request.Content = content;
        if (_options.KeyValue.Length > 0)
        {
            request.Headers.TryAddWithoutValidation(_options.KeyHeader, _options.KeyValue);
        }

        if (_options.Accept is { } accept)
        {
            request.Headers.TryAddWithoutValidation("Accept", accept);
        }

        return await call.SendAsync(client, request);
    }

    private Uri AddressOf(string path) =>
        path.StartsWith('/')
            ? new Uri(_options.BaseUrl.AbsoluteUri.TrimEnd('/') + path)
            : throw new ArgumentException("A path begins with a slash.", nameof(path));
}
