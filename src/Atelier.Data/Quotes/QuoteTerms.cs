namespace Atelier.Data.Quotes;

/// <summary>What a quote binds.</summary>
/// <param name="Fingerprint">SHA-256 over the canonical request.</param>
/// <param name="Catalogue">The catalogue's version.</param>
/// <param name="Price">Thousandths of a credit that all pictures cost the caller at most.</param>
/// <param name="MaxCost">Nano-dollars that all calls may cost the operator at most.</param>
public sealed record QuoteTerms(byte[] Fingerprint, string Catalogue, long Price, long MaxCost);
