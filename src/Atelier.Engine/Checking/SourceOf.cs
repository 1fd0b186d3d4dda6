using Atelier.Core.Requests;

namespace Atelier.Engine.Checking;

/// <summary>Which picture an operation changes.</summary>
public static class SourceOf
{
    /// <summary>Its id; null for what is made of words.</summary>
    public static Guid? Operation(ImageOperation operation) =>
        operation switch
        {
            Edit edit => edit.Source,
            Stylise stylise => stylise.Source,
            Upscale upscale => upscale.Source,
            RemoveBackground cut => cut.Source,
            _ => null,
        };
}
