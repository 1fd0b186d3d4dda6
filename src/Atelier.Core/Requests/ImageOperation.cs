using System.Text.Json.Serialization;
using Atelier.Core.Catalogue;

namespace Atelier.Core.Requests;

/// <summary>One of the things that can be done; a closed set, each with just its own fields.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(Create), "create")]
[JsonDerivedType(typeof(Stylise), "stylise")]
[JsonDerivedType(typeof(Inpaint), "inpaint")]
[JsonDerivedType(typeof(Outpaint), "outpaint")]
[JsonDerivedType(typeof(Variation), "variation")]
[JsonDerivedType(typeof(Upscale), "upscale")]
[JsonDerivedType(typeof(RemoveBackground), "remove_background")]
public abstract record ImageOperation
{
    /// <summary>What an offer must be able to do.</summary>
    [JsonIgnore]
    public abstract Capability Capability { get; }

    /// <summary>The name on the wire and in the database.</summary>
    [JsonIgnore]
    public abstract string Kind { get; }

    /// <summary>The words in it; none for operations without.</summary>
    [JsonIgnore]
    public abstract PromptTexts Texts { get; }

    /// <summary>The same operation with these words: <see cref="PromptTexts.None"/> to store it, the real ones to read it back.</summary>
    public abstract ImageOperation WithTexts(PromptTexts texts);
}
