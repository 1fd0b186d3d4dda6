namespace Atelier.Emulators.Wires.LegNext;

/// <summary>The fields an endpoint takes, besides the callback.</summary>
[Flags]
internal enum Takes
{
    None = 0,
    Text = 1,
    JobId = 2,
    ImageNo = 4,
    ImgUrl = 8,
    Remix = 16,
    RemixRequired = 32,
    Mask = 64,
    MaskRequired = 128,
    Canvas = 256,
    Type = 512,
    Direction = 1024,
    Mode = 2048,
    Image = JobId | ImageNo,
}
