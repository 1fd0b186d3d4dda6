namespace Atelier.Core.Routing;

/// <summary>Why an offer was passed over: on account of the request, or of what there is.</summary>
public enum RejectionCause
{
    /// <summary>It could do the request, and enough others come before it.</summary>
    BeyondChain,

    /// <summary>The offer cannot do the operation.</summary>
    Capability,

    /// <summary>The provider is not switched on.</summary>
    Availability,

    /// <summary>The account's requests must not go there.</summary>
    Rule,

    /// <summary>The painter may not stand in.</summary>
    Painter,

    /// <summary>The model does not suit the style.</summary>
    Unfit,

    /// <summary>Others take more of the reference pictures.</summary>
    References,

    /// <summary>Our account at the provider has too little money.</summary>
    Money,

    /// <summary>The size is not one it makes.</summary>
    Size,

    /// <summary>The prompt is too long for it.</summary>
    Prompt,

    /// <summary>It may cost more than the request allows.</summary>
    Cost,

    /// <summary>An option of this provider is out of its range.</summary>
    Option,

    /// <summary>Something would be lost, and the request forbids that.</summary>
    Loss,

    /// <summary>The style is switched off.</summary>
    Style,

    /// <summary>Its last calls failed, so it is left alone for a while.</summary>
    Circuit,
}
