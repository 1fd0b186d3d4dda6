namespace Atelier.Imaging.Painting.Styles;

/// <summary>The last hand on a finished picture.</summary>
internal interface IFinish
{
    void Apply(Canvas canvas, Rows rows);
}
