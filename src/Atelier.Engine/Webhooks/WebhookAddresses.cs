using System.Net;
using Atelier.Providers.Http;
using Microsoft.Extensions.Options;

namespace Atelier.Engine.Webhooks;

/// <summary>Which addresses may be told: public ones by TLS, unless the operator says otherwise.</summary>
public sealed class WebhookAddresses(IOptions<WebhookOptions> options)
{
    private const int MostCharacters = 2048;

    /// <summary>The address that a text names; null with a sentence about what is wrong with it.</summary>
    public (Uri? Url, string? Reason) Read(string text)
    {
        if (text.Length > MostCharacters)
        {
            return (null, $"The address must have at most {MostCharacters} characters.");
        }

        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Host.Length == 0)
        {
            return (null, "It must be a whole address, such as https://example.com/hooks.");
        }

        if (url.Fragment.Length > 0)
        {
            return (null, "The address must have no part behind #.");
        }

        var reason = UrlGuard.Check(url, options.Value.AllowHttp, options.Value.AllowPrivate);
        return reason is null ? (url, null) : (null, reason);
    }

    /// <summary>Whether messages may go to this address of the network.</summary>
    internal bool MayReach(IPAddress address) => options.Value.AllowPrivate || !PrivateAddress.Is(address);
}
