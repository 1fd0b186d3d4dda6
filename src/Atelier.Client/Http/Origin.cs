using System.Net.Http.Headers;

namespace Atelier.Client.Http;

/// <summary>Where the service is, and what it is shown.</summary>
internal sealed class Origin
{
    private readonly string? _apiKey;

    public Origin(Uri address, string? apiKey)
    {
        // Without the slash at its end the last part of its path would be replaced.
        var text = address.GetLeftPart(UriPartial.Path);
        Address = new Uri(text.EndsWith('/') ? text : text + '/');
        _apiKey = apiKey;
    }

    /// <summary>The base address; its path ends in a slash.</summary>
    public Uri Address { get; }

    /// <param name="path">Below the base address, without a slash at its start.</param>
    public Uri Below(string path) => new(Address, path);

    /// <summary>A request that carries the key if it goes to the service: buckets and CDNs have signatures in their addresses.</summary>
    public HttpRequestMessage Request(HttpMethod method, Uri url)
    {
        var absolute = url.IsAbsoluteUri ? url : new Uri(Address, url);
        var request = new HttpRequestMessage(method, absolute);
        if (_apiKey is not null && IsOurs(absolute))
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", _apiKey);
        }
        else if (_apiKey is null && method != HttpMethod.Get)
        {
            // Who comes by a cookie and changes something has to say where he comes from, as browsers do.
            request.Headers.Add("Origin", Address.GetLeftPart(UriPartial.Authority));
        }

        return request;
    }

    private bool IsOurs(Uri url) =>
        Uri.Compare(
            url,
            Address,
            UriComponents.SchemeAndServer,
            UriFormat.SafeUnescaped,
            StringComparison.OrdinalIgnoreCase
        ) == 0;
}
