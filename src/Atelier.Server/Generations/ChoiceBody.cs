namespace Atelier.Server.Generations;

/// <summary>What choosing a candidate takes.</summary>
internal sealed class ChoiceBody
{
    /// <summary>The place among the pictures asked for whose picture it replaces, from 0, the default.</summary>
    public int? Index { get; set; }
}
