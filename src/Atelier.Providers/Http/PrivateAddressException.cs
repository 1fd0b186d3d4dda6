namespace Atelier.Providers.Http;

/// <summary>A name or an address leads to where the request must not go, such as into our own network.</summary>
public sealed class PrivateAddressException() : Exception("The address is private.");
