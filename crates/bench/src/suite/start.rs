//! Start of a program that makes one call and ends, as cron runs it.

use std::{
    path::Path,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use anyhow::{Context, Result, ensure};
use nix::{
    sys::wait::{Id, WaitPidFlag, waitid},
    time::{clock_getcpuclockid, clock_gettime},
    unistd::Pid,
};

use super::{
    builds::Binaries,
    process::{Contenders, Server},
};
use crate::{
    contender::TOKEN,
    figures::{Figures, Measure},
    workload::{Contender, Variant},
};

const ROUNDS: usize = 31;

/// Runs all programs in turns, from their start to their end.
pub(super) fn measure(contenders: &Contenders, binaries: &Binaries, figures: &mut Figures) -> Result<()> {
    eprintln!("start of a program that makes one call");
    let server = Server::start(contenders, 0)?;
    let mut programs: Vec<(Contender, Variant, Command)> = Vec::new();
    for (contender, variant, binary) in &binaries.built {
        programs.push((*contender, *variant, Command::new(binary)));
    }
    if let Some(scripts) = contenders.node_scripts() {
        programs.push((Contender::Npm, Variant::Default, node(scripts, "start-apify.mjs")));
        programs.push((Contender::Npm, Variant::Cloudflare, node(scripts, "start-cloudflare.mjs")));
    }
    for (_, _, command) in &mut programs {
        command.env("SERVER", server.address()).env("TOKEN", TOKEN).stdout(Stdio::null());
        // Files that nobody has read before come from the disk.
        run(command)?;
    }
    for _ in 0..ROUNDS {
        for (contender, variant, command) in &mut programs {
            let (wall, cpu) = run(command)?;
            figures.add(Measure::StartWall(*variant), *contender, wall.as_secs_f64());
            figures.add(Measure::StartCpu(*variant), *contender, cpu.as_secs_f64());
        }
        programs.rotate_left(1);
    }
    Ok(())
}

fn node(scripts: &Path, script: &str) -> Command {
    let mut command = Command::new("node");
    command.arg(scripts.join(script));
    command
}

/// Runs a program to its end and returns its wall and CPU time.
fn run(command: &mut Command) -> Result<(Duration, Duration)> {
    let start = Instant::now();
    let mut child = command.spawn().with_context(|| format!("cannot run {command:?}"))?;
    let cpu = cpu_at_end(&child)?;
    let wall = start.elapsed();
    let status = child.wait()?;
    ensure!(status.success(), "{command:?} failed: {status}");
    Ok((wall, cpu))
}

/// Waits for the end of a program and returns its CPU time, which the kernel keeps until the program is reaped.
fn cpu_at_end(child: &Child) -> Result<Duration> {
    let id = Pid::from_raw(i32::try_from(child.id())?);
    waitid(Id::Pid(id), WaitPidFlag::WEXITED | WaitPidFlag::WNOWAIT)?;
    Ok(clock_gettime(clock_getcpuclockid(id)?)?.into())
}

#[cfg(test)]
mod tests {
    use std::{process::Command, thread, time::Duration};

    use super::run;

    #[test]
    fn the_cpu_time_of_a_program_is_its_own() {
        let mut busy = Command::new("sh");
        busy.args(["-c", "i=0; while [ $i -lt 100000 ]; do i=$((i+1)); done"]);
        let mut idle = Command::new("sh");
        idle.args(["-c", ":"]);
        let (busy_wall, busy_cpu) = run(&mut busy).unwrap();
        let (_, idle_cpu) = run(&mut idle).unwrap();
        assert!(idle_cpu > Duration::ZERO && idle_cpu < busy_cpu, "{idle_cpu:?}, {busy_cpu:?}");
        let cores = u32::try_from(thread::available_parallelism().unwrap().get()).unwrap();
        assert!(busy_cpu <= busy_wall * cores, "{busy_cpu:?}, {busy_wall:?}");
    }

    #[test]
    fn a_program_that_fails_is_an_error() {
        let error = run(Command::new("sh").args(["-c", "exit 3"])).unwrap_err();
        assert!(error.to_string().contains("exit status: 3"), "{error}");
    }
}
