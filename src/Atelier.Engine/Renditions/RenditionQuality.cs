namespace Atelier.Engine.Renditions;

/// <summary>The three levels that pictures are encoded at (requirement C-62).</summary>
internal static class RenditionQuality
{
    public const int Best = 80;

    private static readonly int[] Levels = [Best, 60, 40];

    /// <summary>The level nearest to a number; of two the better one.</summary>
    public static int Snap(int quality) => Levels.MinBy(level => Math.Abs(level - quality));
}
