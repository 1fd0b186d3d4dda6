namespace Atelier.Providers;

/// <summary>A provider refused or failed. The text is ours, never the provider's.</summary>
public sealed class ProviderException(string provider, string message, Exception? inner = null)
    : Exception(message, inner)
{
    public string Provider { get; } = provider;
}
