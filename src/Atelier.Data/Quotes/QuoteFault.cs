namespace Atelier.Data.Quotes;

/// <summary>Why a quote does not hold for an order.</summary>
public enum QuoteFault
{
    /// <summary>There is none of this id, or it is another account's.</summary>
    NotFound,

    /// <summary>A generation was accepted with it.</summary>
    Used,

    /// <summary>Its time is over.</summary>
    Expired,

    /// <summary>The catalogue is another one by now, or the order may cost more than the quote says.</summary>
    PriceChanged,

    /// <summary>It is for another request.</summary>
    OtherRequest,
}
