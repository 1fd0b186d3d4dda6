namespace Atelier.Emulators.Engine;

internal enum TaskStage
{
    Running,
    Done,
    Failed,
}
