using System.Text.RegularExpressions;
using Atelier.Server.Setup;

namespace Atelier.Server.Logs;

/// <summary>
/// The last net under the log: nothing is meant to hold a secret, and what looks like one, or is one of ours, is blacked out all the
/// same.
/// </summary>
internal sealed partial class LogRedactor(IEnumerable<string> secrets)
{
    private const string Black = "[redacted]";

    // The longest first: one may hold another.
    private readonly string[] _secrets =
    [
        .. secrets.Where(secret => secret.Length >= 8).Distinct().OrderByDescending(secret => secret.Length),
    ];

    /// <summary>One that knows the secrets of the settings.</summary>
    public static LogRedactor For(ServerSettings settings) =>
        new(
            new[] { settings.AdminKey, settings.Secret, settings.Bucket?.SecretAccessKey, settings.Bucket?.AccessKeyId }
                .OfType<string>()
                .Concat(settings.Providers.Select(provider => provider.Key))
                .Concat(settings.Providers.SelectMany(provider => provider.Keys).Select(key => key.Key))
        );

    /// <summary>The text without secrets, signatures, cookies and long runs of base64.</summary>
    public string Clean(string text)
    {
        foreach (var secret in _secrets)
        {
            text = text.Replace(secret, Black, StringComparison.Ordinal);
        }

        text = Tokens().Replace(text, Black);
        text = Named().Replace(text, $"$1{Black}");
        return Bytes().Replace(text, Black);
    }

    // Our keys and tickets, webhook secrets, keys of providers.
    [GeneratedRegex("(?:atl_|tkt_|whsec_|sk-)[A-Za-z0-9+/_=-]{6,}", RegexOptions.CultureInvariant)]
    private static partial Regex Tokens();

    // What stands behind a name that says what it is: headers, parameters, cookies, connection strings, callbacks.
    [GeneratedRegex(
        "(\\bbearer\\s+|[?&;\"\\s](?:sig|ticket|password|pwd|token|x-amz-signature|x-amz-credential)=|\\batelier_[a-z]+=|"
            + "\\b(?:authorization|cookie|set-cookie|x-api-key)[\"']?\\s*[:=]\\s*[\"']?(?:bearer\\s+|basic\\s+)?|/v1/callbacks/[^/\\s]+/[^/\\s]+/)[^\\s\"'&;,<>]+",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant
    )]
    private static partial Regex Named();

    // A picture as text; ids and hashes are far shorter.
    [GeneratedRegex("[A-Za-z0-9+/_-]{200,}={0,2}", RegexOptions.CultureInvariant)]
    private static partial Regex Bytes();
}
