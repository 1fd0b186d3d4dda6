namespace Atelier.Core.Catalogue;

/// <summary>How a wire takes pictures that are changed, or whose look is wanted.</summary>
public enum WireEdit
{
    None,

    /// <summary>Files of a form, sent to <c>edit_path</c>.</summary>
    Multipart,

    /// <summary>One field with one address.</summary>
    JsonImageUrl,

    /// <summary>One field with a list of addresses.</summary>
    JsonReferences,
}
