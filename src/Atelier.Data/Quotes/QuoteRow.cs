using Atelier.Data.Accepting;

namespace Atelier.Data.Quotes;

/// <summary>A quote as read under its account's lock.</summary>
internal sealed record QuoteRow(QuoteTerms Terms, bool Expired, bool Used)
{
    /// <summary>Why it does not hold for an order that names it; null when it does.</summary>
    public QuoteFault? FaultOf(AcceptOrder order, QuoteUse use) =>
        Used ? QuoteFault.Used
        : Expired ? QuoteFault.Expired
        // A request is read with the catalogue's words, so another catalogue may make another one of the same body.
        : Terms.Catalogue != use.Catalogue ? QuoteFault.PriceChanged
        : !Terms.Fingerprint.AsSpan().SequenceEqual(use.Fingerprint) ? QuoteFault.OtherRequest
        : order.Price > Terms.Price || order.CostReserved > Terms.MaxCost ? QuoteFault.PriceChanged
        : null;
}
