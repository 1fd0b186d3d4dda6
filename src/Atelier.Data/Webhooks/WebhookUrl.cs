namespace Atelier.Data.Webhooks;

/// <summary>What is read from an address in one way wherever it is needed.</summary>
internal static class WebhookUrl
{
    /// <summary>The host that counts for how much is sent there at a time; ports of one host are one.</summary>
    public static string HostOf(string url) => HostOf(new Uri(url));

    public static string HostOf(Uri url) => url.IdnHost.TrimEnd('.').ToLowerInvariant();
}
