namespace Atelier.Providers.Local;

/// <summary>What can be done to a picture besides turning it into a style.</summary>
internal enum LocalTool
{
    Enlarge,
    Fill,
    Grow,
    Vary,
    CutOut,
}
