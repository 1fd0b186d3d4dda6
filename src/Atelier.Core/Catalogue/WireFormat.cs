namespace Atelier.Core.Catalogue;

/// <summary>What <c>response_format</c> is set to. Whatever comes is read.</summary>
public enum WireFormat
{
    B64Json,
    Base64,
    Url,

    /// <summary>The field is left out, and pictures come within the answer.</summary>
    Omit,

    /// <summary>The field is left out, and the answer names addresses.</summary>
    OmitUrl,
}
