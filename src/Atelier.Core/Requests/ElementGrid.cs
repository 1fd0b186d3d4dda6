namespace Atelier.Core.Requests;

/// <summary>The units of an element of a slide (requirement C-04).</summary>
/// <param name="Width">1 to <see cref="GridSize.Columns"/>.</param>
/// <param name="Height">1 to <see cref="GridSize.Rows"/>.</param>
public sealed record ElementGrid(int Width, int Height);
