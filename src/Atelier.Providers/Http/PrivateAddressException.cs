namespace Atelier.Providers.Http;

/// <summary>A file would come from inside our own network.</summary>
internal sealed class PrivateAddressException() : Exception("The address is private.");
