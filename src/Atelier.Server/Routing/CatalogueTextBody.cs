namespace Atelier.Server.Routing;

/// <summary>One file of a catalogue.</summary>
internal sealed class CatalogueTextBody
{
    /// <summary>As errors name it, such as models.yaml.</summary>
    public string? Name { get; set; }

    /// <summary>The whole YAML.</summary>
    public string? Text { get; set; }
}
