namespace Atelier.Data.Quotes;

/// <summary>The quote that an order comes with, and what it is compared with besides the order's price.</summary>
/// <param name="Fingerprint">SHA-256 over the canonical request.</param>
/// <param name="Catalogue">The catalogue's version that the order was planned by.</param>
public sealed record QuoteUse(Guid Id, byte[] Fingerprint, string Catalogue);
